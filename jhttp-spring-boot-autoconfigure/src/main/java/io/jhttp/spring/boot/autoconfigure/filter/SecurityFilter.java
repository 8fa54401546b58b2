package io.jhttp.spring.boot.autoconfigure.filter;

/**
 * A filter that decides who may do what. Unlike others, it stands also around the
 * actuator endpoints on a port of their own. One that finds out who has made a request
 * says so by {@link io.jhttp.server.HttpExchange#authenticated}.
 */
public interface SecurityFilter extends JhttpFilter {

	/**
	 * The order of filters that decide who has access, which is that of Spring Security:
	 * those with a lower one see refused requests, too.
	 */
	int DEFAULT_ORDER = -100;

	/**
	 * Whether clients send passwords as they are, by HTTP Basic. Listeners without TLS
	 * that are open to other machines are warned of then.
	 */
	default boolean takesPasswords() {
		return false;
	}

}
