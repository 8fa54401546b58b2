package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Asks the JDK, on the thread on which Boot's own modules prepare what a start needs, for
 * what takes it longest the first time. That is all its locales, which Spring's messages
 * want in each application, and far behind them what the server needs for sockets.
 */
final class JdkPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		Locale.getAvailableLocales();
		try {
			SocketChannel.open().close();
			Selector.open().close();
		}
		catch (IOException ex) {
			// Boot goes on without: the server says what it cannot have.
			throw new UncheckedIOException(ex);
		}
	}

}
