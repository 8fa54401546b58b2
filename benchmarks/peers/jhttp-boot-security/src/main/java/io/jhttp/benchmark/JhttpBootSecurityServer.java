package io.jhttp.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * jhttp with Spring Security. Which credentials it takes, and from whom, are properties
 * on its command line.
 */
@SpringBootApplication
public class JhttpBootSecurityServer {

	public static void main(String[] args) {
		SpringApplication.run(JhttpBootSecurityServer.class, args);
	}

	private static JhttpSecurity authenticated(JhttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
	}

	@Bean
	@ConditionalOnProperty(name = "identity", havingValue = "basic")
	JhttpSecurityFilterChain basic(JhttpSecurity http) {
		return authenticated(http).httpBasic(Customizer.withDefaults()).build();
	}

	@Bean
	@ConditionalOnProperty(name = "identity", havingValue = "jwt")
	JhttpSecurityFilterChain jwt(JhttpSecurity http) {
		return authenticated(http).oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults())).build();
	}

	/**
	 * Without it, Spring Security replaces a password that is not hashed by its bcrypt
	 * hash, as soon as it was right once.
	 */
	@Bean
	@ConditionalOnProperty("plain-passwords")
	PasswordEncoder plainPasswords() {
		return new PasswordEncoder() {

			@Override
			public String encode(CharSequence password) {
				return password.toString();
			}

			@Override
			public boolean matches(CharSequence password, String known) {
				return MessageDigest.isEqual(password.toString().getBytes(StandardCharsets.UTF_8),
						known.getBytes(StandardCharsets.UTF_8));
			}

		};
	}

	/**
	 * A handler method on workers.
	 */
	@RequestHandler
	static class Hello {

		@Get("/hello")
		String hello() {
			return "Hello, World!";
		}

	}

}
