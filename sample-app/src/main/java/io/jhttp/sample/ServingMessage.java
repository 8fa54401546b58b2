package io.jhttp.sample;

import java.net.InetAddress;
import java.util.Locale;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServerInitializedEvent;

import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where the server is, in Python's words.
 */
@Component
class ServingMessage {

	private final Environment environment;

	ServingMessage(Environment environment) {
		this.environment = environment;
	}

	@EventListener
	void print(JhttpServerInitializedEvent event) {
		boolean everywhere = this.environment.getProperty("jhttp.address") == null;
		InetAddress bound = event.getServer().getAddress().getAddress();
		String address = everywhere ? "0.0.0.0" : shortened(bound.getHostAddress());
		System.out.println(message(address, event.getServer().getPort(), event.getServer().isSecure()));
	}

	/** The first zeros of an IPv6 address need not be written (RFC 5952, section 4.2). */
	static String shortened(String address) {
		return address.contains(":") ? address.replaceFirst("(^|:)0(:0)+(:|$)", "::") : address;
	}

	static String message(String address, int port, boolean secure) {
		String host = address.contains(":") ? "[" + address + "]" : address;
		String protocol = secure ? "HTTPS" : "HTTP";
		return "Serving " + protocol + " on " + address + " port " + port + " (" + protocol.toLowerCase(Locale.ROOT)
				+ "://" + host + ":" + port + "/) ...";
	}

}
