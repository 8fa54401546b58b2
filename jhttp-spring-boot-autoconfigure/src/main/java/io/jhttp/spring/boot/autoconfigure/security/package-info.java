/**
 * Spring Security in front of the server: who may do what, by chains of rules.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
