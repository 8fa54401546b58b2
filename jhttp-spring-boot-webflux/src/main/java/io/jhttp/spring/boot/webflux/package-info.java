/**
 * The web server of a reactive application: jhttp in place of Netty.
 */
@NullMarked
package io.jhttp.spring.boot.webflux;

import org.jspecify.annotations.NullMarked;
