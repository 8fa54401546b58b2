package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.TlsOptions;
import io.jhttp.spring.boot.autoconfigure.ConfiguredTls;
import io.jhttp.spring.boot.autoconfigure.JhttpSslProperties;
import io.jhttp.spring.boot.autoconfigure.SetProperties;
import io.jhttp.spring.boot.autoconfigure.UnusedPropertyException;
import io.jhttp.spring.boot.autoconfigure.ssl.BundleContexts;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * How a server of the endpoints is encrypted: the {@code management.server.ssl}
 * properties. As with Boot's servers it is encrypted like that of the application, unless
 * they say otherwise.
 *
 * @param enabled whether it is, or null if nothing says so
 * @param bundle the name of a bundle of its own, or null
 * @param clientAuth whether clients are asked for a certificate
 */
record ManagementSsl(@Nullable Boolean enabled, @Nullable String bundle, ClientAuthentication clientAuth) {

	private static final String PREFIX = "management.server.ssl";

	private static final Set<String> KNOWN = Set.of("enabled", "bundle", "client-auth");

	static ManagementSsl of(Environment environment) {
		Binder binder = Binder.get(environment);
		ManagementSsl ssl = new ManagementSsl(binder.bind(PREFIX + ".enabled", Boolean.class).orElse(null),
				binder.bind(PREFIX + ".bundle", String.class).orElse(null),
				binder.bind(PREFIX + ".client-auth", ClientAuthentication.class).orElse(ClientAuthentication.NONE));
		if (!ssl.isSwitchedOff()) {
			requireKnown(environment);
		}
		return ssl;
	}

	/**
	 * Boot has more, which would be left out without a word. Their values may be secret.
	 */
	private static void requireKnown(Environment environment) {
		List<String> unknown = new SetProperties(environment).unknown(PREFIX, KNOWN);
		if (!unknown.isEmpty()) {
			throw new UnusedPropertyException(unknown,
					"jhttp does not have these properties, and takes keys and certificates from an SSL bundle",
					"Put the key and its certificates into an SSL bundle, and name that by "
							+ "management.server.ssl.bundle. The only others are enabled and client-auth.");
		}
	}

	private boolean isSwitchedOff() {
		return Boolean.FALSE.equals(this.enabled);
	}

	/**
	 * Whether the properties ask for encryption by themselves.
	 */
	boolean isWanted() {
		return !isSwitchedOff() && (Boolean.TRUE.equals(this.enabled) || this.bundle != null
				|| this.clientAuth != ClientAuthentication.NONE);
	}

	/**
	 * How a server of the endpoints is encrypted.
	 * @param bundles all bundles, if any is needed
	 * @param application how the server of the application is encrypted
	 * @return null if it is not
	 */
	@Nullable TlsOptions options(ObjectProvider<SslBundles> bundles, JhttpSslProperties application) {
		if (isSwitchedOff()) {
			return null;
		}
		if (this.bundle != null) {
			return TlsOptions.of(new BundleContexts(bundles.getObject(), PREFIX, this.bundle, Collections.emptyMap(),
					this.clientAuth));
		}
		TlsOptions shared = ConfiguredTls.of(application, "jhttp.ssl", bundles);
		if (isWanted() && (shared == null || this.clientAuth != ClientAuthentication.NONE)) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".bundle", null,
					"HTTPS needs an SSL bundle with a private key and its certificate: name one of those below "
							+ "spring.ssl.bundle.");
		}
		return shared;
	}

}
