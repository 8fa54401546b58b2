package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a protocol by the first bytes of the client.
 */
final class ProtocolDetector implements ConnectionHandler {

	private final Connection connection;

	private final List<ProtocolChoice> protocols;

	ProtocolDetector(Connection connection, List<ProtocolChoice> protocols) {
		this.connection = connection;
		this.protocols = protocols;
	}

	@Override
	public void onReady(int operations) {
		ByteBuffer input = this.connection.receive();
		if (input != null) {
			ReceivedBytes received = this.connection.received();
			received.append(input);
			if (!received.isEmpty()) {
				choose(received);
			}
			else if (this.connection.transport().hasPartialRecord()) {
				this.connection.continueDeadline(DeadlineKind.HEAD);
			}
		}
	}

	/** Takes what no other protocol recognizes. */
	private ProtocolChoice last() {
		return this.protocols.get(this.protocols.size() - 1);
	}

	private void choose(ReceivedBytes received) {
		ProtocolChoice last = last();
		for (ProtocolChoice choice : this.protocols) {
			Protocol.Match match = (choice == last) ? Protocol.Match.YES
					: choice.protocol().match(received.array(), received.position(), received.limit());
			if (match == Protocol.Match.UNDECIDED) {
				this.connection.continueDeadline(DeadlineKind.HEAD);
				return;
			}
			if (match == Protocol.Match.YES) {
				this.connection.open(choice);
				this.connection.onTurn();
				return;
			}
		}
	}

	@Override
	public void onTimeout(DeadlineKind kind) {
		if (kind != DeadlineKind.HEAD) {
			this.connection.close();
			return;
		}
		// Only a protocol can tell the client that it was too slow.
		this.connection.open(last());
		this.connection.onTurn();
		if (this.connection.isOpen()) {
			this.connection.onTimeout(kind);
		}
	}

	@Override
	public boolean isIdle() {
		return this.connection.received().isEmpty();
	}

	@Override
	public void drain() {
		onReady(SelectionKey.OP_READ);
		if (this.connection.isOpen() && isIdle() && !this.connection.isIdleOnlyNow()) {
			this.connection.close();
		}
	}

	@Override
	public void reject(HttpProblem problem) {
		this.connection.rejectPlain(problem);
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		this.connection.release();
	}

}
