package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.ReentrantLock;

import io.jhttp.server.net.Connection;

/**
 * Looks for the end of a client's input while a worker has the connection and waits for
 * something else, such as a program that takes its time. Only reading tells an end from
 * more input, so the loop reads in place of the worker, which must not. More input, of a
 * client that pipelines, is kept, and ends the watch: it must not grow without bound.
 */
final class ClientWatch {

	private final Connection connection;

	private final WorkerLease lease;

	private final Runnable onGone;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean watching = true;

	ClientWatch(Connection connection, WorkerLease lease, Runnable onGone) {
		this.connection = connection;
		this.lease = lease;
		this.onGone = onGone;
	}

	/**
	 * On the loop: there is something to read.
	 * @return false if the watch is over
	 */
	boolean look() {
		int count;
		this.lock.lock();
		try {
			if (!this.watching) {
				return false;
			}
			count = read();
			if (count == 0) {
				// The client has said nothing yet: it is part of a record at most.
				return true;
			}
			this.watching = false;
		}
		finally {
			this.lock.unlock();
		}
		if (this.lease.requestNotification()) {
			this.connection.removeInterest(SelectionKey.OP_READ);
		}
		if (count < 0) {
			this.onGone.run();
		}
		return true;
	}

	private int read() {
		try {
			return this.connection.receiveAhead();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/** On the loop: the connection was closed here. */
	void onClose() {
		if (stop()) {
			this.onGone.run();
		}
	}

	/** On the worker. */
	void end() {
		stop();
	}

	private boolean stop() {
		this.lock.lock();
		try {
			boolean was = this.watching;
			this.watching = false;
			return was;
		}
		finally {
			this.lock.unlock();
		}
	}

}
