package io.jhttp.spring.boot.test.memory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that channels in memory behave as those of the system do.
 */
class MemoryNetworkTests {

	private final MemoryNetwork network = new MemoryNetwork();

	private Selector selector;

	private ServerSocketChannel listener;

	@BeforeEach
	void listen() throws IOException {
		this.selector = this.network.openSelector();
		this.listener = this.network.openServerSocketChannel();
		this.listener.bind(new InetSocketAddress(80));
		this.listener.configureBlocking(false);
	}

	@AfterEach
	void close() throws IOException {
		this.listener.close();
		this.selector.close();
	}

	private Socket connect() throws IOException {
		return this.network.connect(80);
	}

	private SocketChannel accept() throws IOException {
		SocketChannel channel = this.listener.accept();
		channel.configureBlocking(false);
		return channel;
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void connectionIsAccepted() throws IOException {
		SelectionKey key = this.listener.register(this.selector, SelectionKey.OP_ACCEPT);
		assertThat(this.selector.selectNow()).isZero();
		assertThat(this.listener.accept()).isNull();
		Socket client = connect();
		assertThat(this.selector.select()).isEqualTo(1);
		assertThat(this.selector.selectedKeys()).containsExactly(key);
		assertThat(key.isAcceptable()).isTrue();
		SocketChannel channel = accept();
		assertThat(channel.getRemoteAddress()).isEqualTo(client.getLocalSocketAddress())
			.isEqualTo(channel.socket().getRemoteSocketAddress());
		assertThat(channel.getLocalAddress()).isEqualTo(client.getRemoteSocketAddress())
			.isEqualTo(channel.socket().getLocalSocketAddress());
		assertThat(client.getPort()).isEqualTo(80);
		assertThat(client.isConnected()).isTrue();
	}

	@Test
	void nothingConnectsWhereNothingListens() throws IOException {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.network.connect(81))
			.withMessage("Nothing listens on port 81");
		Socket waiting = connect();
		this.listener.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> waiting.getInputStream().read());
	}

	@Test
	void backlogIsBounded() throws IOException {
		ServerSocketChannel small = this.network.openServerSocketChannel().bind(new InetSocketAddress(81), 1);
		this.network.connect(81);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.network.connect(81));
		small.accept();
		assertThat(this.network.connect(81)).isNotNull();
	}

	@Test
	void portIsTakenOnceAndComesBack() throws IOException {
		ServerSocketChannel other = this.network.openServerSocketChannel();
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> other.bind(new InetSocketAddress(80)))
			.withMessage("Address already in use");
		this.listener.close();
		assertThat(other.bind(new InetSocketAddress(80)).getLocalAddress()).isEqualTo(new InetSocketAddress(80));
	}

	@Test
	void freePortsAreThoseAgainThatWereGivenBack() throws IOException {
		ServerSocketChannel first = this.network.openServerSocketChannel().bind(null);
		ServerSocketChannel second = this.network.openServerSocketChannel()
			.bind(UnixDomainSocketAddress.of("/none/of/these"));
		assertThat(port(first)).isNotEqualTo(port(second));
		int port = port(first);
		first.close();
		assertThat(port((ServerSocketChannel) this.network.inheritedChannel())).isEqualTo(port);
	}

	private static int port(ServerSocketChannel channel) throws IOException {
		return ((InetSocketAddress) channel.getLocalAddress()).getPort();
	}

	@Test
	void bytesArriveAndTheEndBehindThem() throws IOException {
		Socket client = connect();
		SocketChannel channel = accept();
		SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ);
		assertThat(this.selector.selectNow()).isZero();
		send(client, "abc");
		assertThat(this.selector.select()).isEqualTo(1);
		ByteBuffer buffer = ByteBuffer.allocate(2);
		assertThat(channel.read(buffer)).isEqualTo(2);
		client.shutdownOutput();
		assertThat(channel.read(buffer.clear())).isEqualTo(1);
		assertThat(buffer.get(0)).isEqualTo((byte) 'c');
		assertThat(channel.read(buffer)).isEqualTo(-1);
		assertThat(key.isReadable()).isTrue();
		assertThat(channel.write(bytes("de"))).isEqualTo(2);
		channel.shutdownOutput();
		assertThat(client.getInputStream().readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("de");
	}

	@Test
	void pipeTakesNoMoreThanASocketWouldUntilItIsRead() throws IOException {
		Socket client = connect();
		SocketChannel channel = accept();
		SelectionKey key = channel.register(this.selector, SelectionKey.OP_WRITE);
		assertThat(this.selector.selectNow()).isEqualTo(1);
		ByteBuffer much = ByteBuffer.allocate(100_000);
		assertThat(channel.write(much)).isEqualTo(MemoryPipe.CAPACITY);
		assertThat(channel.write(much)).isZero();
		this.selector.selectedKeys().clear();
		assertThat(this.selector.selectNow()).isZero();
		assertThat(client.getInputStream().readNBytes(1000)).hasSize(1000);
		assertThat(this.selector.selectNow()).isEqualTo(1);
		assertThat(key.isWritable()).isTrue();
		assertThat(channel.write(much)).isEqualTo(1000);
	}

	@Test
	void clientWaitsForRoomAndForBytes() throws Exception {
		Socket client = connect();
		SocketChannel channel = accept();
		channel.register(this.selector, SelectionKey.OP_READ);
		CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> {
			try {
				send(client, "x".repeat(200_000));
				client.shutdownOutput();
				return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			}
			catch (IOException ex) {
				return ex.toString();
			}
		});
		ByteBuffer all = ByteBuffer.allocate(200_000);
		while (all.hasRemaining()) {
			this.selector.select();
			channel.read(all);
		}
		channel.write(bytes("thanks"));
		channel.close();
		assertThat(sent.get(10, TimeUnit.SECONDS)).isEqualTo("thanks");
	}

	@Test
	void whatTheServerHasNotReadResetsTheConnectionBehindItsLastBytes() throws IOException {
		Socket client = connect();
		SocketChannel channel = accept();
		send(client, "unread");
		channel.write(bytes("a"));
		channel.close();
		assertThat(client.getInputStream().read()).isEqualTo('a');
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read())
			.withMessage("Connection reset");
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> send(client, "more"))
			.withMessage("Broken pipe");
	}

	@Test
	void connectionEndsByAResetIfThatIsAskedFor() throws IOException {
		Socket client = connect();
		SocketChannel channel = accept();
		channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		channel.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read())
			.withMessage("Connection reset");
	}

	@Test
	void serverNoticesThatTheClientHasGone() throws IOException {
		Socket client = connect();
		SocketChannel channel = accept();
		channel.register(this.selector, SelectionKey.OP_READ);
		client.close();
		assertThat(this.selector.select()).isEqualTo(1);
		assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> channel.write(bytes("a")));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read());
	}

	@Test
	void selectorWakesUp() throws IOException {
		this.selector.wakeup();
		assertThat(this.selector.select()).isZero();
		CompletableFuture.runAsync(this.selector::wakeup);
		assertThat(this.selector.select()).isZero();
		assertThat(this.selector.select(1)).isZero();
	}

	@Test
	void interestThatAnotherThreadAddsIsSelected() throws IOException {
		connect();
		SelectionKey key = accept().register(this.selector, 0);
		CompletableFuture.runAsync(() -> key.interestOpsOr(SelectionKey.OP_WRITE));
		assertThat(this.selector.select()).isEqualTo(1);
		key.cancel();
		assertThat(this.selector.selectNow()).isZero();
		assertThat(this.selector.keys()).isEmpty();
	}

	@Test
	void closedChannelIsForgotten() throws IOException {
		connect();
		SocketChannel channel = accept();
		channel.register(this.selector, SelectionKey.OP_WRITE);
		channel.close();
		assertThat(this.selector.selectNow()).isZero();
		assertThat(this.selector.keys()).isEmpty();
	}

	@Test
	void closedSelectorSelectsNothing() throws IOException {
		this.listener.register(this.selector, SelectionKey.OP_ACCEPT);
		CompletableFuture.runAsync(() -> {
			try {
				this.selector.close();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThatExceptionOfType(ClosedSelectorException.class).isThrownBy(() -> {
			while (true) {
				this.selector.select();
			}
		});
		assertThat(this.listener.isRegistered()).isFalse();
	}

}
