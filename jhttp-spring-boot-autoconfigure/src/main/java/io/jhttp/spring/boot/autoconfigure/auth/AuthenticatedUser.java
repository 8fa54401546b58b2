package io.jhttp.spring.boot.autoconfigure.auth;

import java.security.Principal;

/**
 * A user who has sent the right password.
 *
 * @param getName the name
 */
record AuthenticatedUser(String getName) implements Principal {
}
