/**
 * A small real application, which is the command line of the server as well.
 */
@NullMarked
package io.jhttp.sample;

import org.jspecify.annotations.NullMarked;
