package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that is restarted in its process as Boot's devtools do it: the
 * context is closed, and another one has the classes of the application from a new class
 * loader, and those of libraries from the old one.
 */
class RestartTests {

	@Test
	void newClassesAnswerOnTheSamePort() throws Exception {
		int port = 0;
		for (int restart = 0; restart < 3; restart++) {
			try (ApplicationClassLoader classLoader = new ApplicationClassLoader();
					ConfigurableApplicationContext context = start(classLoader, port)) {
				port = context.getBean(JhttpServer.class).getPort();
				String loader = "" + System.identityHashCode(classLoader);
				assertThat(new TestClient(port).send("GET", "/loader")).endsWith("\r\n\r\n" + loader);
				assertThat(new TestClient(port).send("LOAD", "/")).startsWith("HTTP/1.1 200 " + loader);
			}
		}
	}

	private static ConfigurableApplicationContext start(ClassLoader classLoader, int port) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(classLoader);
		try {
			return new SpringApplication(classLoader.loadClass(Application.class.getName())).run("--jhttp.port=" + port,
					"--jhttp.address=127.0.0.1", "--jhttp.handler-class=" + LoaderHandler.class.getName(),
					"--spring.main.banner-mode=off");
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Loads the classes below by itself, and leaves all others to the one of libraries.
	 */
	private static final class ApplicationClassLoader extends URLClassLoader {

		ApplicationClassLoader() {
			super(new URL[] { RestartTests.class.getProtectionDomain().getCodeSource().getLocation() },
					RestartTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				if (!name.startsWith(RestartTests.class.getName() + "$")) {
					return super.loadClass(name, resolve);
				}
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(JhttpServerAutoConfiguration.class)
	static class Application {

		@Bean
		LoaderBean loaderBean() {
			return new LoaderBean();
		}

	}

	@RequestHandler
	static class LoaderBean {

		@Get("/loader")
		String loader() {
			return "" + System.identityHashCode(getClass().getClassLoader());
		}

	}

	static class LoaderHandler extends BaseHttpRequestHandler {

		@HttpVerb("LOAD")
		void load() throws IOException {
			sendResponse(200, "" + System.identityHashCode(getClass().getClassLoader()));
			endHeaders();
		}

	}

}
