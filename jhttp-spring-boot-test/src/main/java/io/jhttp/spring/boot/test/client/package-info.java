/**
 * A client of HTTP/1.1 for Spring's {@code RestClient} and {@code RestTestClient}, whose
 * requests go through whatever socket a
 * {@link io.jhttp.spring.boot.test.client.Connector} gives it.
 */
@NullMarked
package io.jhttp.spring.boot.test.client;

import org.jspecify.annotations.NullMarked;
