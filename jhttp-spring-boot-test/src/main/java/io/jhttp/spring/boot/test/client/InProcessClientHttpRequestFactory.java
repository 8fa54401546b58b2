package io.jhttp.spring.boot.test.client;

import java.net.URI;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Sends requests to the server of the application without a socket:
 *
 * <pre class="code">
 * RestTestClient client = RestTestClient.bindToServer(factory).build();
 * RestClient other = RestClient.builder().requestFactory(factory).build();
 * </pre>
 *
 * A request is written as HTTP/1.1 and goes through all of the server, as one over the
 * network does. An address can be a path only. Content is streamed both ways; as long as
 * a response is neither read to its end nor closed, its connection is open.
 */
public final class InProcessClientHttpRequestFactory implements ClientHttpRequestFactory {

	private final Connector connector;

	/**
	 * Creates a factory.
	 * @param connector connects to the server, once for each request
	 */
	public InProcessClientHttpRequestFactory(Connector connector) {
		this.connector = connector;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new InProcessRequest(this.connector, uri, method);
	}

}
