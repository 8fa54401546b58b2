package io.jhttp.spring.boot.test.memory;

import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all its channels whenever one of them has changed: in a test there are few.
 */
final class MemorySelector extends AbstractSelector {

	/** Why a selection need not wait. */
	private enum Signal {

		NONE,

		/** Something may be ready. */
		CHANGED,

		/** Even if nothing is ready. */
		WAKEUP

	}

	private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();

	private final Set<SelectionKey> selected = new HashSet<>();

	private final Object monitor = new Object();

	private Signal signal = Signal.NONE;

	MemorySelector(MemoryNetwork network) {
		super(network);
	}

	@Override
	protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
		MemorySelectionKey key = new MemorySelectionKey(channel, this, operations);
		key.attach(attachment);
		this.keys.add(key);
		((MemorySelectable) channel).watch(this::changed);
		changed();
		return key;
	}

	/** A channel, or what is waited for, may be another one now. */
	void changed() {
		synchronized (this.monitor) {
			if (this.signal == Signal.NONE) {
				this.signal = Signal.CHANGED;
				this.monitor.notifyAll();
			}
		}
	}

	@Override
	public Selector wakeup() {
		synchronized (this.monitor) {
			this.signal = Signal.WAKEUP;
			this.monitor.notifyAll();
		}
		return this;
	}

	@Override
	public Set<SelectionKey> keys() {
		return Collections.unmodifiableSet(this.keys);
	}

	@Override
	public Set<SelectionKey> selectedKeys() {
		return this.selected;
	}

	@Override
	public int selectNow() {
		return select(0, TimeUnit.NANOSECONDS);
	}

	@Override
	public int select() {
		return select(0);
	}

	@Override
	public int select(long timeout) {
		return select((timeout == 0) ? Long.MAX_VALUE : timeout, TimeUnit.MILLISECONDS);
	}

	private int select(long timeout, TimeUnit unit) {
		long patience = unit.toNanos(timeout);
		long begin = System.nanoTime();
		while (true) {
			boolean wokenUp = takeSignal();
			int count = look();
			long left = patience - (System.nanoTime() - begin);
			if (count > 0 || wokenUp || left <= 0 || !await(left)) {
				return count;
			}
		}
	}

	private boolean takeSignal() {
		synchronized (this.monitor) {
			Signal taken = this.signal;
			this.signal = Signal.NONE;
			return taken == Signal.WAKEUP;
		}
	}

	/** The number of channels that are ready. */
	private int look() {
		if (!isOpen()) {
			throw new ClosedSelectorException();
		}
		removeCancelled();
		int count = 0;
		for (SelectionKey key : this.keys) {
			if (key.isValid() && ((MemorySelectionKey) key).select()) {
				this.selected.add(key);
				count++;
			}
		}
		return count;
	}

	private void removeCancelled() {
		Set<SelectionKey> cancelled = cancelledKeys();
		synchronized (cancelled) {
			cancelled.forEach(this::remove);
			cancelled.clear();
		}
	}

	private void remove(SelectionKey key) {
		this.keys.remove(key);
		this.selected.remove(key);
		deregister((AbstractSelectionKey) key);
	}

	/** False if the thread was interrupted, which ends a selection. */
	private boolean await(long nanos) {
		synchronized (this.monitor) {
			if (this.signal == Signal.NONE) {
				try {
					TimeUnit.NANOSECONDS.timedWait(this.monitor, nanos);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return false;
				}
			}
			return true;
		}
	}

	@Override
	protected void implCloseSelector() {
		wakeup();
		this.keys.forEach(this::remove);
	}

}
