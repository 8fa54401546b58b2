/**
 * Files: from the path of a URL to a file inside a directory, and from there to a
 * response.
 */
@NullMarked
package io.jhttp.server.file;

import org.jspecify.annotations.NullMarked;
