/**
 * HTTPS from the SSL bundles of an application.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.ssl;

import org.jspecify.annotations.NullMarked;
