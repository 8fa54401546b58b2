/**
 * Auto-configuration of the web server of a reactive application, and its properties.
 */
@NullMarked
package io.jhttp.spring.boot.webflux.autoconfigure;

import org.jspecify.annotations.NullMarked;
