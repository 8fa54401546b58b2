/**
 * How scripts become processes: as another user than root, from a fork server or by the
 * system, and how all that they leave is ended. What CGI is, is not known here.
 */
@NullMarked
package io.jhttp.server.cgi.process;

import org.jspecify.annotations.NullMarked;
