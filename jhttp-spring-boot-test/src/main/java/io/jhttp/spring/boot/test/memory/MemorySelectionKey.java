package io.jhttp.spring.boot.test.memory;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;

/**
 * The registration of a channel.
 */
final class MemorySelectionKey extends AbstractSelectionKey {

	private final SelectableChannel channel;

	private final MemorySelector selector;

	private volatile int interest;

	private volatile int ready;

	MemorySelectionKey(SelectableChannel channel, MemorySelector selector, int interest) {
		this.channel = channel;
		this.selector = selector;
		this.interest = interest;
	}

	@Override
	public SelectableChannel channel() {
		return this.channel;
	}

	@Override
	public Selector selector() {
		return this.selector;
	}

	@Override
	public int interestOps() {
		requireValid();
		return this.interest;
	}

	@Override
	public SelectionKey interestOps(int operations) {
		requireValid();
		this.interest = operations;
		this.selector.changed();
		return this;
	}

	@Override
	public int readyOps() {
		requireValid();
		return this.ready;
	}

	private void requireValid() {
		if (!isValid()) {
			throw new CancelledKeyException();
		}
	}

	/** Whether an operation is ready that is waited for. */
	boolean select() {
		this.ready = ((MemorySelectable) this.channel).readyOperations() & this.interest;
		return this.ready != 0;
	}

}
