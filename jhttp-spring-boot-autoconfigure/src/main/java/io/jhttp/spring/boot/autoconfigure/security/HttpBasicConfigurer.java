package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;

/**
 * Configures HTTP Basic.
 */
public final class HttpBasicConfigurer extends MechanismConfigurer {

	private String realm = "Realm";

	HttpBasicConfigurer() {
	}

	/**
	 * Sets what browsers show when they ask for a password.
	 * @param realm visible characters
	 * @return this
	 */
	public HttpBasicConfigurer realmName(String realm) {
		FieldRules.requireValue("WWW-Authenticate", realm);
		this.realm = realm;
		return this;
	}

	@Override
	AuthenticationMechanism mechanism(@Nullable AuthenticationManager manager) {
		return new BasicAuthentication(MechanismConfigurer.require(manager, "httpBasic"), this.realm);
	}

}
