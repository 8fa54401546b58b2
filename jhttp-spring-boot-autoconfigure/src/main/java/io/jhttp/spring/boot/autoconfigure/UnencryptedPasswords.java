package io.jhttp.spring.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties.Serves;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerInitializedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;

/**
 * Warns of listeners that take passwords which everyone on the way can read. Where they
 * listen is known when the server has been started.
 */
final class UnencryptedPasswords implements ApplicationListener<JhttpServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(UnencryptedPasswords.class);

	private final JhttpProperties properties;

	private final ObjectProvider<SecurityFilter> filters;

	UnencryptedPasswords(JhttpProperties properties, ObjectProvider<SecurityFilter> filters) {
		this.properties = properties;
		this.filters = filters;
	}

	/** Trusted proxies say that they encrypt, or may be on the same machine. */
	@Override
	public void onApplicationEvent(JhttpServerInitializedEvent event) {
		if (this.filters.stream().noneMatch(SecurityFilter::takesPasswords)
				|| !this.properties.getProxies().getTrusted().isEmpty()) {
			return;
		}
		JhttpServer server = event.getServer();
		List<String> open = server.getListeners().stream().filter((name) -> isOpen(name, server)).toList();
		if (!open.isEmpty()) {
			String prefix = prefix(open.get(0));
			logger.warn("Passwords are sent unencrypted, and can be read on the way. Set " + prefix
					+ ".ssl.bundle to speak HTTPS, jhttp.proxies.trusted if a proxy does, or "
					+ onThisMachine(open.get(0), prefix) + " for this machine only.");
		}
	}

	private boolean isOpen(String name, JhttpServer server) {
		return !server.isSecure(name) && !redirects(name)
				&& server.getAddresses().get(name) instanceof InetSocketAddress address
				&& !address.getAddress().isLoopbackAddress();
	}

	private @Nullable JhttpListenerProperties named(String name) {
		return this.properties.getListeners().get(name);
	}

	/** By any of the two forms. */
	private boolean redirects(String name) {
		JhttpListenerProperties named = named(name);
		return (named != null) ? named.getServes() == Serves.REDIRECT : name.equals(ConfiguredListeners.REDIRECT);
	}

	private String prefix(String name) {
		if (named(name) != null) {
			return "jhttp.listeners." + name;
		}
		return name.equals(HttpServer.DEFAULT_LISTENER) ? "jhttp" : "management.server";
	}

	private String onThisMachine(String name, String prefix) {
		JhttpListenerProperties named = named(name);
		return (named != null && named.isInherited()) ? "let systemd listen on 127.0.0.1"
				: prefix + ".address=127.0.0.1";
	}

}
