package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import io.jhttp.server.http.HttpProblem;

/**
 * The first octets of a connection from a proxy that has to say whom it speaks for. When
 * they are read, the connection goes on as if the client itself had made it.
 */
final class ProxyIntroduction {

	private final Connection connection;

	private final Admission admission;

	private final ProxyHeaderParser parser = new ProxyHeaderParser();

	ProxyIntroduction(Connection connection, Admission admission) {
		this.connection = connection;
		this.admission = admission;
	}

	/** Whether a part of the header has arrived. */
	boolean hasBegun() {
		return this.parser.hasBegun();
	}

	/** Reads what has arrived of the header, and nothing of what follows. */
	void onReadable() {
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
					this.connection.introduced((source != null) ? source : this.connection.remoteAddress());
					this.admission.introduced(this.connection);
					return;
				}
			}
		}
		catch (HttpProblem ex) {
			this.connection.turnAway(ex);
		}
		catch (IOException ex) {
			this.connection.giveUp(ex);
		}
	}

}
