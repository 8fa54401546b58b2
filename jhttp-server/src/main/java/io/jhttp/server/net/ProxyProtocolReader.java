package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a connection from a proxy that has to say whom it speaks for. When
 * they are read, the connection goes on as if the client itself had made it.
 */
final class ProxyProtocolReader implements ConnectionHandler {

	private final Connection connection;

	private final ConnectionLimiter limiter;

	private final ProxyHeaderParser parser = new ProxyHeaderParser();

	ProxyProtocolReader(Connection connection, ConnectionLimiter limiter) {
		this.connection = connection;
		this.limiter = limiter;
	}

	/** Reads what has arrived of the header, and nothing of what follows. */
	@Override
	public void onReady(int operations) {
		try {
			while (true) {
				ByteBuffer input = this.connection.loop().input().clear();
				int count = this.connection.channel().read(input.limit(this.parser.needed()));
				if (count < 0) {
					this.connection.close();
					return;
				}
				if (count == 0) {
					return;
				}
				if (this.parser.accept(input.flip())) {
					InetSocketAddress source = this.parser.source();
					if (source != null) {
						this.connection.remoteAddress(source);
					}
					else {
						this.connection.clientUnknown();
					}
					this.limiter.introduced(this.connection);
					return;
				}
			}
		}
		catch (HttpProblem ex) {
			this.connection.reject(ex);
		}
		catch (IOException ex) {
			this.connection.close(ex);
		}
	}

	@Override
	public void onTimeout(DeadlineKind kind) {
		this.connection.counters().countShed(ShedReason.SLOW_CLIENT);
		this.connection.close();
	}

	@Override
	public boolean isIdle() {
		return true;
	}

	@Override
	public void drain() {
		onReady(SelectionKey.OP_READ);
		if (this.connection.isOpen() && this.connection.isHandledBy(this) && !this.parser.hasBegun()) {
			this.connection.close();
		}
	}

	@Override
	public void reject(HttpProblem problem) {
		this.connection.reject(problem);
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		this.connection.release();
	}

}
