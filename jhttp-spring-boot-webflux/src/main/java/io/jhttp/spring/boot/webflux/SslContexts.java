package io.jhttp.spring.boot.webflux;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsContextSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.util.StringUtils;

/**
 * What connections are encrypted with: the bundle of the host that a client names, or the
 * one for all others. When a bundle is updated, new connections use the new one.
 */
final class SslContexts implements TlsContextSource {

	private static final Log logger = LogFactory.getLog(SslContexts.class);

	private final ClientAuthentication clientAuthentication;

	private volatile TlsContext others;

	private final Map<String, TlsContext> byServerName = new ConcurrentHashMap<>();

	SslContexts(Ssl ssl, SslBundle bundle, Map<String, SslBundle> serverNameBundles, @Nullable SslBundles bundles) {
		this.clientAuthentication = clientAuthentication(ssl.getClientAuth());
		this.others = context(bundle);
		serverNameBundles.forEach((name, each) -> this.byServerName.put(lowerCase(name), context(each)));
		if (bundles != null) {
			watch(bundles, ssl);
		}
	}

	private static ClientAuthentication clientAuthentication(Ssl.@Nullable ClientAuth clientAuth) {
		return Ssl.ClientAuth.map(clientAuth, ClientAuthentication.NONE, ClientAuthentication.WANT,
				ClientAuthentication.NEED);
	}

	private void watch(SslBundles bundles, Ssl ssl) {
		String bundle = ssl.getBundle();
		if (StringUtils.hasText(bundle)) {
			bundles.addBundleUpdateHandler(bundle, (updated) -> update(bundle, () -> this.others = context(updated)));
		}
		ssl.getServerNameBundles()
			.forEach((each) -> bundles.addBundleUpdateHandler(each.bundle(), (updated) -> update(each.bundle(),
					() -> this.byServerName.put(lowerCase(each.serverName()), context(updated)))));
	}

	/** An update that cannot be used must not end what works. */
	private static void update(String bundle, Runnable use) {
		try {
			use.run();
			logger.info("SSL bundle '" + bundle + "' was updated; new connections use it");
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '" + bundle + "' was updated, but cannot be used: " + ex.getMessage()
					+ ". New connections still use the previous one", ex);
		}
	}

	private TlsContext context(SslBundle bundle) {
		TlsContext context = TlsContext.of(bundle.createSslContext()).clientAuthentication(this.clientAuthentication);
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		String[] ciphers = bundle.getOptions().getCiphers();
		context = (protocols != null) ? context.protocols(List.of(protocols)) : context;
		return (ciphers != null) ? context.ciphers(List.of(ciphers)) : context;
	}

	private static String lowerCase(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

	@Override
	public TlsContext contextFor(@Nullable String serverName) {
		TlsContext found = (serverName != null) ? this.byServerName.get(serverName) : null;
		if (found == null && serverName != null && serverName.indexOf('.') >= 0) {
			found = this.byServerName.get("*" + serverName.substring(serverName.indexOf('.')));
		}
		return (found != null) ? found : this.others;
	}

}
