package io.jhttp.server.http2;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The fields that one side has told the other to keep (RFC 7541, section 2.3.2): a ring,
 * from which the oldest are evicted.
 */
final class HeaderTable {

	/** Bytes, by the way that RFC 7541 counts them, unless both sides agree otherwise. */
	static final int DEFAULT_SIZE = 4096;

	private static final int FIRST_CAPACITY = 16;

	private @Nullable HeaderField[] ring = new HeaderField[FIRST_CAPACITY];

	/** How many fields were ever added: the next one gets this index in the ring. */
	private int added;

	private int count;

	private int size;

	private int maxSize;

	HeaderTable(int maxSize) {
		this.maxSize = maxSize;
	}

	int maxSize() {
		return this.maxSize;
	}

	void maxSize(int maxSize) {
		this.maxSize = maxSize;
		evict(0);
	}

	int count() {
		return this.count;
	}

	/** How many fields were ever added. */
	int added() {
		return this.added;
	}

	/**
	 * A field.
	 * @param age 0 for the one that was added last
	 * @return null if there is none
	 */
	@Nullable HeaderField get(int age) {
		return (age >= 0 && age < this.count) ? this.ring[(this.added - 1 - age) & (this.ring.length - 1)] : null;
	}

	/** Adds a field; one that is larger than the table empties it. */
	void add(HeaderField field) {
		evict(field.size());
		if (field.size() > this.maxSize) {
			return;
		}
		if (this.count == this.ring.length) {
			grow();
		}
		this.ring[this.added++ & (this.ring.length - 1)] = field;
		this.count++;
		this.size += field.size();
	}

	private void evict(int room) {
		while (this.count > 0 && this.size + room > this.maxSize) {
			int oldest = (this.added - this.count) & (this.ring.length - 1);
			HeaderField evicted = this.ring[oldest];
			this.size -= (evicted != null) ? evicted.size() : 0;
			this.ring[oldest] = null;
			this.count--;
		}
	}

	private void grow() {
		@Nullable HeaderField[] larger = Arrays.copyOf(this.ring, 2 * this.ring.length);
		for (int age = 0; age < this.count; age++) {
			larger[(this.added - 1 - age) & (larger.length - 1)] = get(age);
		}
		this.ring = larger;
	}

}
