package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The C library, called through {@code java.lang.foreign} of JDK 22 and later, its last
 * preview in JDK 21, or its incubator in JDK 17. Both are reached by reflection, as this
 * code runs without them too; so what is here passes numbers only, and an address is one
 * of them.
 */
final class NativeLibrary {

	private static final int PREVIEW_RELEASE = 21;

	private static final String RELEASED = "java.lang.foreign.";

	private static final int INCUBATOR_RELEASE = 17;

	private static final String INCUBATOR_MODULE = "jdk.incubator.foreign";

	private final boolean incubating;

	private final Object linker;

	private final Object symbols;

	private final MethodHandle address;

	private NativeLibrary(boolean incubating) throws ReflectiveOperationException {
		this.incubating = incubating;
		if (incubating) {
			this.linker = type("CLinker").getMethod("getInstance").invoke(null);
			this.symbols = type("CLinker").getMethod("systemLookup").invoke(null);
		}
		else {
			this.linker = type("Linker").getMethod("nativeLinker").invoke(null);
			this.symbols = type("Linker").getMethod("defaultLookup").invoke(this.linker);
		}
		this.address = address();
	}

	/**
	 * Opens the library.
	 * @throws IOException if this JDK cannot, or has not been told that this module may;
	 * it would print a warning otherwise
	 */
	static NativeLibrary open() throws IOException {
		boolean suitable = System.getProperty("os.name").equals("Linux")
				&& "64".equals(System.getProperty("sun.arch.data.model"));
		if (!suitable) {
			throw new IOException("this takes Linux on a machine of 64 bits");
		}
		try {
			requireNativeAccess();
			return new NativeLibrary(isIncubating());
		}
		catch (ReflectiveOperationException ex) {
			throw new IOException("native functions cannot be called: " + ex, ex);
		}
	}

	private static void requireNativeAccess() throws IOException, ReflectiveOperationException {
		if (isIncubating()) {
			if (ModuleLayer.boot().findModule(INCUBATOR_MODULE).isEmpty()) {
				throw new IOException("this takes JDK 21, or 17 with the module " + INCUBATOR_MODULE);
			}
		}
		else if (!Boolean.TRUE
			.equals(Module.class.getMethod("isNativeAccessEnabled").invoke(NativeLibrary.class.getModule()))) {
			throw new IOException("native access is not enabled");
		}
	}

	private static boolean isIncubating() {
		return Runtime.version().feature() < PREVIEW_RELEASE;
	}

	/** What a JVM of this release must be told for this class to work in it. */
	static List<String> options() {
		String allowed = "--enable-native-access=ALL-UNNAMED";
		return switch (Runtime.version().feature()) {
			case INCUBATOR_RELEASE -> List.of("--add-modules=" + INCUBATOR_MODULE, allowed);
			case PREVIEW_RELEASE -> List.of("--enable-preview", allowed);
			default -> List.of(allowed);
		};
	}

	/** From a direct buffer to where it begins. */
	private MethodHandle address() throws ReflectiveOperationException {
		MethodHandles.Lookup lookup = MethodHandles.publicLookup();
		Class<?> segment = type("MemorySegment");
		MethodHandle address;
		if (this.incubating) {
			MethodHandle of = lookup.findStatic(segment, "ofByteBuffer",
					MethodType.methodType(segment, ByteBuffer.class));
			MethodHandle start = lookup.findVirtual(segment, "address", MethodType.methodType(type("MemoryAddress")));
			MethodHandle number = lookup.findVirtual(type("MemoryAddress"), "toRawLongValue",
					MethodType.methodType(long.class));
			address = MethodHandles.filterReturnValue(MethodHandles.filterReturnValue(of, start), number);
		}
		else {
			MethodHandle of = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
			MethodHandle start = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
			address = MethodHandles.filterReturnValue(of, start);
		}
		return address.asType(MethodType.methodType(long.class, ByteBuffer.class));
	}

	private Class<?> type(String name) throws ClassNotFoundException {
		return Class.forName((this.incubating ? INCUBATOR_MODULE + "." : RELEASED) + name);
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
			Optional<?> symbol = (Optional<?>) type("SymbolLookup")
				.getMethod(this.incubating ? "lookup" : "find", String.class)
				.invoke(this.symbols, name);
			if (symbol == null || symbol.isEmpty()) {
				throw new IOException("the C library has no '" + name + "'");
			}
			return new Function(name, handle(symbol.get(), parameters));
		}
		catch (ReflectiveOperationException ex) {
			throw new IOException("'" + name + "' of the C library cannot be called: " + ex.getMessage(), ex);
		}
	}

	private MethodHandle handle(Object symbol, Class<?>... parameters) throws ReflectiveOperationException {
		Class<?> descriptor = type("FunctionDescriptor");
		if (this.incubating) {
			return (MethodHandle) type("CLinker")
				.getMethod("downcallHandle", type("Addressable"), MethodType.class, descriptor)
				.invoke(this.linker, symbol, MethodType.methodType(int.class, parameters), descriptor(parameters));
		}
		Class<?> options = type("Linker$Option").arrayType();
		return (MethodHandle) type("Linker").getMethod("downcallHandle", type("MemorySegment"), descriptor, options)
			.invoke(this.linker, symbol, descriptor(parameters), Array.newInstance(type("Linker$Option"), 0));
	}

	private Object descriptor(Class<?>... parameters) throws ReflectiveOperationException {
		Class<?> layout = type("MemoryLayout");
		Object layouts = Array.newInstance(layout, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(layouts, i, layout(parameters[i]));
		}
		return type("FunctionDescriptor").getMethod("of", layout, layout.arrayType())
			.invoke(null, layout(int.class), layouts);
	}

	/** Where an address is as long as a number, both are passed alike. */
	private Object layout(Class<?> type) throws ReflectiveOperationException {
		if (this.incubating) {
			return type("CLinker").getField((type == int.class) ? "C_INT" : "C_LONG").get(null);
		}
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
