package io.jhttp.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring MVC with Spring Security, as an API has it: without sessions. Which credentials
 * it takes, and from whom, are properties on its command line.
 */
@SpringBootApplication
@RestController
public class SpringMvcSecurityServer {

	public static void main(String[] args) {
		SpringApplication.run(SpringMvcSecurityServer.class, args);
	}

	private static HttpSecurity authenticated(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
	}

	@Bean
	@ConditionalOnProperty(name = "identity", havingValue = "basic")
	SecurityFilterChain basic(HttpSecurity http) {
		return authenticated(http).httpBasic(Customizer.withDefaults()).build();
	}

	@Bean
	@ConditionalOnProperty(name = "identity", havingValue = "jwt")
	SecurityFilterChain jwt(HttpSecurity http) {
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

	@GetMapping("/hello")
	String hello() {
		return "Hello, World!";
	}

}
