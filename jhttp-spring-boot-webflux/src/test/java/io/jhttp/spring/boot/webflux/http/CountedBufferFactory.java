package io.jhttp.spring.boot.webflux.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;

/**
 * Knows how many of its buffers were not released, and refuses to release one twice.
 */
final class CountedBufferFactory implements DataBufferFactory {

	private final DataBufferFactory factory = new DefaultDataBufferFactory();

	private final AtomicInteger unreleased = new AtomicInteger();

	private final AtomicInteger made = new AtomicInteger();

	int unreleased() {
		return this.unreleased.get();
	}

	int made() {
		return this.made.get();
	}

	private DataBuffer counted(DataBuffer buffer) {
		this.made.incrementAndGet();
		this.unreleased.incrementAndGet();
		return new CountedBuffer(buffer);
	}

	@Override
	@Deprecated
	@SuppressWarnings("removal")
	public DataBuffer allocateBuffer() {
		return allocateBuffer(256);
	}

	@Override
	public DataBuffer allocateBuffer(int initialCapacity) {
		return counted(this.factory.allocateBuffer(initialCapacity));
	}

	@Override
	public DataBuffer wrap(ByteBuffer byteBuffer) {
		return counted(this.factory.wrap(byteBuffer));
	}

	@Override
	public DataBuffer wrap(byte[] bytes) {
		return counted(this.factory.wrap(bytes));
	}

	@Override
	public DataBuffer join(List<? extends DataBuffer> dataBuffers) {
		DataBuffer joined = allocateBuffer(dataBuffers.stream().mapToInt(DataBuffer::readableByteCount).sum());
		for (DataBuffer each : dataBuffers) {
			joined.write(each);
			((PooledDataBuffer) each).release();
		}
		return joined;
	}

	@Override
	public boolean isDirect() {
		return false;
	}

	private final class CountedBuffer extends DataBufferWrapper implements PooledDataBuffer {

		private final AtomicInteger references = new AtomicInteger(1);

		CountedBuffer(DataBuffer delegate) {
			super(delegate);
		}

		@Override
		public DataBufferFactory factory() {
			return CountedBufferFactory.this;
		}

		@Override
		public boolean isAllocated() {
			return this.references.get() > 0;
		}

		@Override
		public PooledDataBuffer retain() {
			this.references.incrementAndGet();
			return this;
		}

		@Override
		public PooledDataBuffer touch(Object hint) {
			return this;
		}

		@Override
		public boolean release() {
			int left = this.references.decrementAndGet();
			if (left < 0) {
				throw new IllegalStateException("A buffer was released twice");
			}
			if (left == 0) {
				CountedBufferFactory.this.unreleased.decrementAndGet();
			}
			return left == 0;
		}

	}

}
