/**
 * How scripts become processes, as another user than root, and how all that they leave is
 * ended. Nothing of HTTP is known here. Public types serve the package above; they are no
 * promise to users.
 */
@NullMarked
package io.jhttp.server.cgi.process;

import org.jspecify.annotations.NullMarked;
