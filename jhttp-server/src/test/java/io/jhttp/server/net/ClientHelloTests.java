package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read from the first message of a client.
 */
class ClientHelloTests {

	private static byte[] hello(String... serverNames) throws GeneralSecurityException, SSLException {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine();
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters
			.setServerNames(Arrays.stream(serverNames).<javax.net.ssl.SNIServerName>map(SNIHostName::new).toList());
		engine.setSSLParameters(parameters);
		ByteBuffer record = ByteBuffer.allocate(20_000);
		engine.wrap(ByteBuffer.allocate(0), record);
		return Arrays.copyOf(record.array(), record.position());
	}

	private static ClientHello read(byte[] bytes) {
		return ClientHello.read(bytes, 0, bytes.length);
	}

	@Test
	void theNameOfTheServerIsFound() throws Exception {
		assertThat(read(hello("www.Example.com"))).isEqualTo(new ClientHello("www.example.com"));
	}

	@Test
	void aClientNeedNotNameAServer() throws Exception {
		assertThat(read(hello())).isEqualTo(new ClientHello(null));
	}

	@Test
	void itIsNotReadBeforeItsLastByte() throws Exception {
		byte[] hello = hello("example.com");
		for (int length = 0; length < hello.length; length++) {
			assertThat(ClientHello.read(hello, 0, length)).isNull();
		}
	}

	@Test
	void itMayComeInRecordsOfOneByte() throws Exception {
		byte[] hello = hello("example.com");
		ByteBuffer records = ByteBuffer.allocate(6 * hello.length);
		for (int at = 5; at < hello.length; at++) {
			records.put(new byte[] { 22, 3, 1, 0, 1, hello[at] });
		}
		byte[] bytes = Arrays.copyOf(records.array(), records.position());
		assertThat(read(bytes)).isEqualTo(new ClientHello("example.com"));
		assertThat(ClientHello.read(bytes, 0, bytes.length - 1)).isNull();
	}

	@Test
	void anyChangedByteIsHarmless() throws Exception {
		byte[] hello = hello("example.com");
		for (int at = 0; at < hello.length; at++) {
			for (int value : List.of(0, 1, 0x7f, 0x80, 0xff)) {
				byte[] changed = hello.clone();
				changed[at] = (byte) value;
				read(changed);
			}
		}
	}

	@Test
	void whatCannotBeReadIsLeftToTls() {
		assertThat(read(new byte[] { 22, 3, 1, 0, 4, 2, 0, 0, 0 })).isEqualTo(new ClientHello(null));
		assertThat(read(new byte[] { 22, 3, 1, 0, 0 })).isEqualTo(new ClientHello(null));
		assertThat(read(new byte[] { 22, 3, 1, 0, 1, 1, 21, 3, 1, 0, 2 })).isEqualTo(new ClientHello(null));
		assertThat(read(new byte[] { 22, 3, 1, 0, 5, 1, 0, 0, 1, 0 })).isEqualTo(new ClientHello(null));
	}

	@Test
	void thereIsAnEndToWaiting() {
		byte[] bytes = new byte[40_000];
		for (int at = 0; at + 6 <= bytes.length; at += 6) {
			System.arraycopy(new byte[] { 22, 3, 1, 0, 1, (byte) 0xff }, 0, bytes, at, 6);
		}
		assertThat(ClientHello.read(bytes, 0, 1000)).isNull();
		assertThat(read(bytes)).isEqualTo(new ClientHello(null));
	}

}
