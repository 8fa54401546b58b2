/**
 * Who may do what: users, their passwords, and rules about paths.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.auth;

import org.jspecify.annotations.NullMarked;
