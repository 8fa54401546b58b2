package io.jhttp.server.file;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;

/**
 * Files by decoded path, within a bound. Finding one takes no lock. When there is too
 * much, the oldest go, but for those that were used since the last look: they get a
 * second chance.
 */
final class FileCache {

	/** A power of two, and more than small files have room in 64 MiB. */
	private static final int REFUSED = 32 * 1024;

	private final long capacity;

	private final ConcurrentHashMap<PathBytes, Slot> slots = new ConcurrentHashMap<>();

	private final ArrayDeque<Slot> oldestFirst = new ArrayDeque<>();

	private final ReentrantLock lock = new ReentrantLock();

	/** The last paths that there was no room for, by their hashes. */
	private final int[] refused = new int[REFUSED];

	private volatile long weight;

	FileCache(long capacity) {
		this.capacity = capacity;
	}

	private static final class Slot {

		final PathBytes path;

		final StoredFile file;

		long weight;

		/** No longer in the map; the queue is tidied later. */
		boolean removed;

		Slot(PathBytes path, StoredFile file) {
			this.path = path;
			this.file = file;
		}

	}

	@Nullable StoredFile get(PathBytes path) {
		Slot slot = this.slots.get(path);
		if (slot == null) {
			return null;
		}
		slot.file.use();
		return slot.file;
	}

	/**
	 * Whether a file is to be kept. Where others would have to go, it has to be asked for
	 * a second time: a walk over all files displaces none that is asked for again, and
	 * does not leave old objects for the garbage collector.
	 */
	boolean admits(PathBytes path) {
		int hash = path.hashCode();
		int at = (hash ^ (hash >>> 16)) & (REFUSED - 1);
		// Without a lock: at worst, a path is refused once more.
		if (this.weight < this.capacity - this.capacity / 16 || this.refused[at] == hash) {
			return true;
		}
		this.refused[at] = hash;
		return false;
	}

	/**
	 * Keeps a file.
	 * @return false if it is too large: then it stays the caller's to release
	 */
	boolean put(PathBytes path, StoredFile file) {
		Slot slot = new Slot(path, file);
		slot.weight = file.weight();
		if (slot.weight > this.capacity) {
			return false;
		}
		this.lock.lock();
		try {
			remove(this.slots.put(path, slot));
			this.oldestFirst.add(slot);
			this.weight += slot.weight;
			shrink();
		}
		finally {
			this.lock.unlock();
		}
		return true;
	}

	/** Weighs a file again that was compressed. */
	void weigh(PathBytes path) {
		this.lock.lock();
		try {
			Slot slot = this.slots.get(path);
			if (slot != null) {
				this.weight -= slot.weight;
				slot.weight = slot.file.weight();
				this.weight += slot.weight;
				shrink();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(PathBytes path) {
		this.lock.lock();
		try {
			remove(this.slots.remove(path));
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove(@Nullable Slot slot) {
		if (slot != null) {
			slot.removed = true;
			this.weight -= slot.weight;
			slot.file.release();
		}
		if (this.oldestFirst.size() > 2 * this.slots.size() + 64) {
			this.oldestFirst.removeIf((each) -> each.removed);
		}
	}

	private void shrink() {
		while (this.weight > this.capacity) {
			Slot oldest = this.oldestFirst.remove();
			if (oldest.removed) {
				continue;
			}
			if (oldest.file.wasUsed()) {
				this.oldestFirst.add(oldest);
			}
			else {
				this.slots.remove(oldest.path, oldest);
				remove(oldest);
			}
		}
	}

	int size() {
		return this.slots.size();
	}

	/** What is kept, in bytes. */
	long weight() {
		this.lock.lock();
		try {
			return this.weight;
		}
		finally {
			this.lock.unlock();
		}
	}

}
