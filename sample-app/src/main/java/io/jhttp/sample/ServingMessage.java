package io.jhttp.sample;

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
		String address = this.environment.getProperty("jhttp.address", "0.0.0.0");
		System.out.println(message(address, event.getServer().getPort(), event.getServer().isSecure()));
	}

	static String message(String address, int port, boolean secure) {
		String host = (address.contains(":") && !address.startsWith("[")) ? "[" + address + "]" : address;
		String protocol = secure ? "HTTPS" : "HTTP";
		return "Serving " + protocol + " on " + address + " port " + port + " (" + protocol.toLowerCase(Locale.ROOT)
				+ "://" + host + ":" + port + "/) ...";
	}

}
