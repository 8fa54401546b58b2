/**
 * Scripts by CGI (RFC 3875): which path is a script, what it is told, how long it may
 * run, and what becomes of its output.
 */
@NullMarked
package io.jhttp.server.cgi;

import org.jspecify.annotations.NullMarked;
