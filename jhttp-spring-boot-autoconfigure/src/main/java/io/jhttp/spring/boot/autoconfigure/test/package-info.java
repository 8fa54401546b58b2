/**
 * For tests of applications: where their server is. Needs Spring Boot's test support.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
