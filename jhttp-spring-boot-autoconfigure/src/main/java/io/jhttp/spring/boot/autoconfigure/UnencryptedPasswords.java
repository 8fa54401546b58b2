package io.jhttp.spring.boot.autoconfigure;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that everyone on the way can read.
 */
final class UnencryptedPasswords {

	private static final Log logger = LogFactory.getLog(UnencryptedPasswords.class);

	private UnencryptedPasswords() {
	}

	/** Trusted proxies say that they encrypt, or may be on the same machine. */
	static void warn(JhttpProperties properties) {
		List<String> open = openPrefixes(properties);
		if (!open.isEmpty() && properties.getProxies().getTrusted().isEmpty()) {
			String prefix = open.get(0);
			logger.warn("Users of jhttp.auth send their passwords unencrypted, for everyone on the way to read. Set "
					+ prefix + ".ssl.bundle to speak HTTPS, jhttp.proxies.trusted if a proxy does, or " + prefix
					+ ".address=127.0.0.1 for this machine only.");
		}
	}

	private static List<String> openPrefixes(JhttpProperties properties) {
		List<String> open = new ArrayList<>();
		properties.getListeners().forEach((name, listener) -> {
			boolean redirects = listener.getServes() == JhttpListenerProperties.Serves.REDIRECT;
			if (listener.getPort() != null && !redirects && isOpen(listener.getAddress(), listener.getSsl())) {
				open.add("jhttp.listeners." + name);
			}
		});
		if (properties.getListeners().isEmpty() && isOpen(properties.getAddress(), properties.getSsl())) {
			open.add("jhttp");
		}
		return open;
	}

	private static boolean isOpen(@Nullable InetAddress address, JhttpListenerSslProperties ssl) {
		return !ssl.encrypts() && (address == null || !address.isLoopbackAddress());
	}

}
