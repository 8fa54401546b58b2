package io.jhttp.spring.boot.test.autoconfigure;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory;
import io.jhttp.spring.boot.test.memory.MemoryNetwork;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * {@link AutoConfiguration Auto-configuration} for servers without sockets, and for what
 * sends requests to them.
 */
@AutoConfiguration(before = JhttpServerAutoConfiguration.class)
public final class JhttpTestAutoConfiguration {

	private static final String SECURITY = "org.springframework.security.core.context.SecurityContextHolder";

	@Bean
	static ServersInMemory jhttpServersInMemory(ObjectProvider<TestUsers> users) {
		return new ServersInMemory(new MemoryNetwork(), users);
	}

	@Bean
	InProcessClientHttpRequestFactory jhttpClientHttpRequestFactory(ServersInMemory servers, TestUsers users,
			ObjectProvider<JhttpServer> server) {
		return new InProcessClientHttpRequestFactory(new ServerConnector(servers, users, server));
	}

	@Bean
	static TestUsers jhttpTestUsers() {
		boolean known = ClassUtils.isPresent(SECURITY, JhttpTestAutoConfiguration.class.getClassLoader());
		return new TestUsers(known ? SecurityContextUser::current : () -> null);
	}

}
