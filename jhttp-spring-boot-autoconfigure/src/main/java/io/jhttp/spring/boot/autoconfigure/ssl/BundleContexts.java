package io.jhttp.spring.boot.autoconfigure.ssl;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsContextSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * What connections are encrypted with: the bundle of the host that a client names, or the
 * one for all others.
 */
public final class BundleContexts implements TlsContextSource {

	private final BundleContext others;

	private final Map<String, BundleContext> byServerName = new HashMap<>();

	/**
	 * Finds the bundles, and looks whether they can be used.
	 * @param bundles all bundles
	 * @param prefix of the properties that name them
	 * @param bundle name of the bundle for clients that name no host, or another one
	 * @param serverNameBundles names of bundles by host
	 * @param clientAuthentication whether clients are asked for a certificate
	 */
	public BundleContexts(SslBundles bundles, String prefix, String bundle, Map<String, String> serverNameBundles,
			ClientAuthentication clientAuthentication) {
		this.others = new BundleContext(bundles, prefix + ".bundle", bundle, clientAuthentication);
		Map<String, BundleContext> byBundle = new HashMap<>(Map.of(bundle, this.others));
		serverNameBundles.forEach((serverName, name) -> this.byServerName
			.put(serverName.toLowerCase(Locale.ROOT), byBundle.computeIfAbsent(name,
					(key) -> new BundleContext(bundles, prefix + ".server-name-bundles", key, clientAuthentication))));
	}

	@Override
	public TlsContext contextFor(@Nullable String serverName) {
		BundleContext found = null;
		if (serverName != null && !this.byServerName.isEmpty()) {
			found = this.byServerName.get(serverName);
			int dot = serverName.indexOf('.');
			if (found == null && dot >= 0) {
				found = this.byServerName.get("*" + serverName.substring(dot));
			}
		}
		return ((found != null) ? found : this.others).current();
	}

}
