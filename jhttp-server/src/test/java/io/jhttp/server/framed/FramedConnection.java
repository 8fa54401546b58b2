package io.jhttp.server.framed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLSession;

import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.ConnectionHandler;
import io.jhttp.server.net.DeadlineKind;
import io.jhttp.server.net.EngineCounters;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.LoopOutput;
import io.jhttp.server.net.ReceivedBytes;
import org.jspecify.annotations.Nullable;

/**
 * A connection with several exchanges at once. Its loop does all input and output.
 */
final class FramedConnection implements ConnectionHandler, StreamConnection {

	private final Connection connection;

	private final StreamHandler handler;

	private final Map<Integer, FramedStream> streams = new LinkedHashMap<>();

	/** Whose last frame may still wait for the socket. */
	private final List<FramedStream> leaving = new ArrayList<>();

	private final AtomicBoolean turnExpected = new AtomicBoolean();

	private boolean begun;

	private boolean released;

	private @Nullable Object attachment;

	FramedConnection(Connection connection, StreamHandler handler) {
		this.connection = connection;
		this.handler = handler;
	}

	EventLoop loop() {
		return this.connection.loop();
	}

	/** From any thread: something can be sent, or told. */
	void expectTurn() {
		if (this.turnExpected.compareAndSet(false, true)) {
			loop().execute(() -> {
				this.turnExpected.set(false);
				work();
			});
		}
	}

	@Override
	public void onReady(int operations) {
		try {
			if ((operations & SelectionKey.OP_WRITE) != 0) {
				this.connection.writePending(loop().output().scratch());
				if (!this.connection.hasPendingOutput()) {
					this.connection.removeInterest(SelectionKey.OP_WRITE);
				}
			}
			if ((operations & SelectionKey.OP_READ) != 0) {
				ByteBuffer input = loop().input().clear();
				if (this.connection.transport().read(input) < 0) {
					this.connection.close();
					return;
				}
				this.connection.received().append(input.flip());
			}
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		onTurn();
	}

	/** Also called when the first bytes have chosen this protocol. */
	@Override
	public void onTurn() {
		readFrames();
		work();
	}

	private void readFrames() {
		ReceivedBytes received = this.connection.received();
		ByteBuffer frames = ByteBuffer.wrap(received.array(), received.position(), received.remaining());
		if (!this.begun && frames.remaining() >= FramedProtocol.prefaceLength()) {
			this.begun = true;
			frames.position(frames.position() + FramedProtocol.prefaceLength());
		}
		while (this.begun && frames.remaining() >= 9) {
			int start = frames.position();
			FrameType type = FrameType.values()[frames.get()];
			int number = frames.getInt();
			byte[] payload = new byte[frames.getInt()];
			if (frames.remaining() < payload.length) {
				frames.position(start);
				break;
			}
			frames.get(payload);
			onFrame(type, number, payload);
		}
		if (this.connection.isOpen()) {
			received.keep(frames.array(), frames.position(), frames.limit());
		}
	}

	private void onFrame(FrameType type, int number, byte[] payload) {
		if (type == FrameType.HEAD) {
			FramedStream stream = new FramedStream(this, number,
					new FramedRequestHead(new String(payload, StandardCharsets.ISO_8859_1)));
			this.streams.put(number, stream);
			counters().requestArrived();
			this.handler.onRequest(stream);
			stream.handled();
			return;
		}
		FramedStream stream = this.streams.get(number);
		if (stream == null) {
			// It has ended here, and the client did not know.
			return;
		}
		switch (type) {
			case DATA -> stream.received(payload);
			case END -> stream.inputEnded();
			case CREDIT -> stream.credited(ByteBuffer.wrap(payload).getInt());
			default -> stream.gone();
		}
	}

	/** Sends what may be sent, in turn, and lets those go on who waited for it. */
	private void work() {
		if (!this.connection.isOpen()) {
			leave();
			return;
		}
		LoopOutput output = this.connection.openOutput();
		try {
			boolean progress = true;
			while (progress && !this.connection.hasPendingOutput()) {
				progress = false;
				for (FramedStream stream : List.copyOf(this.streams.values())) {
					progress |= !this.connection.hasPendingOutput() && stream.sendSome(output);
				}
			}
			output.flush();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		for (FramedStream stream : List.copyOf(this.streams.values())) {
			stream.tell();
			stream.takeSteps();
		}
		leave();
		settle();
	}

	private void leave() {
		this.streams.values().removeIf((stream) -> stream.isDone() && this.leaving.add(stream));
		if (!this.connection.hasPendingOutput() || !this.connection.isOpen()) {
			this.leaving.forEach(FramedStream::report);
			this.leaving.clear();
		}
		if (!this.connection.isOpen() && this.streams.isEmpty() && !this.released) {
			this.released = true;
			this.connection.release();
		}
	}

	private void settle() {
		this.connection.addInterest(SelectionKey.OP_READ);
		if (this.connection.hasPendingOutput()) {
			this.connection.addInterest(SelectionKey.OP_WRITE);
		}
		if (this.streams.isEmpty() && !this.connection.hasPendingOutput()) {
			this.connection.startDeadline(DeadlineKind.IDLE);
		}
		else {
			// A connection has one deadline: it is time to look at each exchange.
			this.connection.continueDeadline(DeadlineKind.WORKER);
		}
	}

	@Override
	public void onTimeout(DeadlineKind kind) {
		if (kind != DeadlineKind.WORKER) {
			this.connection.close();
			return;
		}
		List.copyOf(this.streams.values()).forEach((stream) -> stream.isLate(loop().now()));
		this.connection.startDeadline(DeadlineKind.WORKER);
		work();
	}

	@Override
	public boolean isIdle() {
		return this.streams.isEmpty() && this.connection.received().isEmpty() && !this.connection.hasPendingOutput();
	}

	@Override
	public void drain() {
		if (isIdle() && !this.connection.isIdleOnlyNow()) {
			this.connection.close();
		}
		else if (this.connection.isDraining()) {
			List.copyOf(this.streams.values()).forEach(FramedStream::tellOfStop);
		}
	}

	@Override
	public void reject(HttpProblem problem) {
		this.connection.close();
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		List.copyOf(this.streams.values()).forEach(FramedStream::gone);
		leave();
	}

	EngineCounters counters() {
		return this.connection.counters();
	}

	@Override
	public String listener() {
		return this.connection.listener();
	}

	@Override
	public InetSocketAddress peerAddress() {
		return this.connection.peerAddress();
	}

	@Override
	public boolean isClientKnown() {
		return this.connection.isClientKnown();
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.connection.remoteAddress();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.connection.localAddress();
	}

	@Override
	public @Nullable SSLSession tlsSession() {
		return this.connection.transport().session();
	}

	@Override
	public @Nullable Object attachment() {
		return this.attachment;
	}

	@Override
	public void attach(@Nullable Object attachment) {
		this.attachment = attachment;
	}

	@Override
	public void onEnd(Runnable task) {
		this.connection.onEnd(task);
	}

}
