package io.jhttp.server.cgi;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The C library, called through {@code java.lang.foreign} of JDK 22 and later. That is
 * reached by reflection, as this code runs on JDK 17 too; so what is here passes numbers
 * only, and an address is one of them.
 */
final class NativeLibrary {

	private static final String PACKAGE = "java.lang.foreign.";

	private final Object linker;

	private final Object symbols;

	private final MethodHandle address;

	private NativeLibrary(Object linker, Object symbols, MethodHandle address) {
		this.linker = linker;
		this.symbols = symbols;
		this.address = address;
	}

	/**
	 * Opens the library.
	 * @throws IOException if this JDK cannot, or has not been told that this module may;
	 * it would print a warning otherwise
	 */
	static NativeLibrary open() throws IOException {
		boolean suitable = System.getProperty("os.name").equals("Linux")
				&& "64".equals(System.getProperty("sun.arch.data.model"));
		if (!suitable || Runtime.version().feature() < 22) {
			throw new IOException("this takes JDK 22 and Linux");
		}
		try {
			Module module = NativeLibrary.class.getModule();
			if (!Boolean.TRUE.equals(Module.class.getMethod("isNativeAccessEnabled").invoke(module))) {
				throw new IOException("native access is not enabled");
			}
			Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
			Object symbols = type("Linker").getMethod("defaultLookup").invoke(linker);
			return new NativeLibrary(linker, symbols, address());
		}
		catch (ReflectiveOperationException ex) {
			throw new IOException("java.lang.foreign cannot be used: " + ex.getMessage(), ex);
		}
	}

	/** From a direct buffer to where it begins. */
	private static MethodHandle address() throws ReflectiveOperationException {
		MethodHandles.Lookup lookup = MethodHandles.publicLookup();
		Class<?> segment = type("MemorySegment");
		MethodHandle ofBuffer = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
		MethodHandle address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
		return MethodHandles.filterReturnValue(ofBuffer, address)
			.asType(MethodType.methodType(long.class, ByteBuffer.class));
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		return Class.forName(PACKAGE + name);
	}

	/** Where a direct buffer begins. */
	long address(ByteBuffer buffer) {
		try {
			return (long) this.address.invokeExact(buffer);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A direct buffer has no address", ex);
		}
	}

	/**
	 * Finds a function that returns an {@code int}.
	 * @param parameters {@code int.class}, or {@code long.class} for an address
	 * @throws IOException if the library does not have it
	 */
	Function function(String name, Class<?>... parameters) throws IOException {
		try {
			Optional<?> symbol = (Optional<?>) type("SymbolLookup").getMethod("find", String.class)
				.invoke(this.symbols, name);
			if (symbol == null || symbol.isEmpty()) {
				throw new IOException("the C library has no '" + name + "'");
			}
			Class<?> options = type("Linker$Option").arrayType();
			Method bind = type("Linker").getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"),
					options);
			MethodHandle handle = (MethodHandle) bind.invoke(this.linker, symbol.get(), descriptor(parameters),
					Array.newInstance(type("Linker$Option"), 0));
			return new Function(name, handle);
		}
		catch (ReflectiveOperationException ex) {
			throw new IOException("'" + name + "' of the C library cannot be called: " + ex.getMessage(), ex);
		}
	}

	private static Object descriptor(Class<?>... parameters) throws ReflectiveOperationException {
		Class<?> layout = type("MemoryLayout");
		Object layouts = Array.newInstance(layout, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(layouts, i, layout(parameters[i]));
		}
		return type("FunctionDescriptor").getMethod("of", layout, layout.arrayType())
			.invoke(null, layout(int.class), layouts);
	}

	/** Where an address is as long as a number, both are passed alike. */
	private static Object layout(Class<?> type) throws ReflectiveOperationException {
		return type("ValueLayout").getField((type == int.class) ? "JAVA_INT" : "JAVA_LONG").get(null);
	}

	/**
	 * A function of the library.
	 */
	static final class Function {

		private final String name;

		private final MethodHandle handle;

		private Function(String name, MethodHandle handle) {
			this.name = name;
			int count = handle.type().parameterCount();
			MethodType numbers = MethodType.genericMethodType(count).changeReturnType(int.class);
			for (int i = 0; i < count; i++) {
				numbers = numbers.changeParameterType(i, long.class);
			}
			this.handle = MethodHandles.explicitCastArguments(handle, numbers).asSpreader(long[].class, count);
		}

		int call(long... arguments) {
			try {
				return (int) this.handle.invokeExact(arguments);
			}
			catch (Throwable ex) {
				throw new IllegalStateException("The function '" + this.name + "' cannot be called", ex);
			}
		}

	}

}
