package io.jhttp.spring.boot.autoconfigure.security;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetailsByNameServiceWrapper;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationProvider;
import org.springframework.security.web.authentication.preauth.x509.SubjectX500PrincipalExtractor;
import org.springframework.security.web.authentication.preauth.x509.X509PrincipalExtractor;

/**
 * Configures certificates of clients.
 */
public final class X509Configurer extends MechanismConfigurer {

	private final ApplicationContext context;

	private X509PrincipalExtractor extractor = new SubjectX500PrincipalExtractor();

	private @Nullable UserDetailsService users;

	X509Configurer(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Sets what knows the name of a user from a certificate. By default it is the common
	 * name (CN) of the subject.
	 * @param extractor finds it
	 * @return this
	 */
	public X509Configurer x509PrincipalExtractor(X509PrincipalExtractor extractor) {
		this.extractor = extractor;
		return this;
	}

	/**
	 * Sets who knows the users, in place of the bean of the application.
	 * @param users knows them
	 * @return this
	 */
	public X509Configurer userDetailsService(UserDetailsService users) {
		this.users = users;
		return this;
	}

	@Override
	void addProviders(AuthenticationManagerBuilder authentication) {
		UserDetailsService known = (this.users != null) ? this.users
				: this.context.getBeanProvider(UserDetailsService.class).getIfUnique();
		if (known == null) {
			throw new InvalidSecurityException("x509 knows no users, or does not know which UserDetailsService to ask",
					"Define a UserDetailsService bean, or set one by x509((x509) -> x509.userDetailsService(...)).");
		}
		PreAuthenticatedAuthenticationProvider provider = new PreAuthenticatedAuthenticationProvider();
		provider.setPreAuthenticatedUserDetailsService(new UserDetailsByNameServiceWrapper<>(known));
		provider.setGrantedAuthoritySupplier(
				() -> AuthorityUtils.createAuthorityList(FactorGrantedAuthority.X509_AUTHORITY));
		authentication.authenticationProvider(provider);
	}

	@Override
	AuthenticationMechanism mechanism(@Nullable AuthenticationManager manager) {
		return new CertificateAuthentication(MechanismConfigurer.require(manager, "x509"), this.extractor);
	}

	@Override
	boolean isOfConnection() {
		return true;
	}

}
