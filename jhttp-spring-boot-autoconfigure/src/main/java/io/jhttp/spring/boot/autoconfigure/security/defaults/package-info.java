/**
 * What protects the server unless the application says otherwise: all requests need the
 * user of {@code spring.security.user}, or a token.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.security.defaults;

import org.jspecify.annotations.NullMarked;
