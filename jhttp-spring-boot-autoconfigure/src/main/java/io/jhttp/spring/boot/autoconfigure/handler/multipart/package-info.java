/**
 * Forms with files, received as a whole before a method is called.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import org.jspecify.annotations.NullMarked;
