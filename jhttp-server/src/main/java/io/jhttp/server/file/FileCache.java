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

	private final long capacity;

	private final ConcurrentHashMap<PathBytes, Slot> slots = new ConcurrentHashMap<>();

	private final ArrayDeque<Slot> oldestFirst = new ArrayDeque<>();

	private final ReentrantLock lock = new ReentrantLock();

	private long weight;

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
