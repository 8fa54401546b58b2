package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.CollectionFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;

/**
 * In what the files of one field of a form are given to a method.
 */
enum FileType {

	/** The first one. */
	SINGLE {

		@Override
		Object of(List<MultipartFile> files, Class<?> type) {
			return files.get(0);
		}

	},

	ARRAY {

		@Override
		Object of(List<MultipartFile> files, Class<?> type) {
			return files.toArray(new MultipartFile[0]);
		}

	},

	COLLECTION {

		@Override
		Object of(List<MultipartFile> files, Class<?> type) {
			Collection<MultipartFile> collection = CollectionFactory.createCollection(type, files.size());
			collection.addAll(files);
			return collection;
		}

	};

	abstract Object of(List<MultipartFile> files, Class<?> type);

	/** Null for what is meant for no files. */
	static @Nullable FileType of(ResolvableType type) {
		if (isFile(type)) {
			return SINGLE;
		}
		if (isFile(type.getComponentType())) {
			return ARRAY;
		}
		return isFile(type.as(Collection.class).getGeneric()) ? COLLECTION : null;
	}

	/** Whether a property of an object is for files. */
	static boolean isOrHasFile(ResolvableType type) {
		return of(type) != null || of(type.as(Optional.class).getGeneric()) != null;
	}

	/** Whether a map is for the files of all fields. */
	static boolean isMapOfFiles(ResolvableType type) {
		ResolvableType value = type.as(Map.class).getGeneric(1);
		return (type.toClass() == Map.class || type.toClass() == MultiValueMap.class) && (isFile(value)
				|| (type.toClass() == MultiValueMap.class && isFile(type.as(MultiValueMap.class).getGeneric(1))));
	}

	private static boolean isFile(ResolvableType type) {
		return type.toClass() == MultipartFile.class;
	}

}
