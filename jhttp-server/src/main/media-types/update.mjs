// Makes media-types.txt from an unpacked release of mime-db; see README.md beside this file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Text that a browser shows. By their own types, where they have one, it would offer them as downloads.
const PLAIN_TEXT = `adoc bash bat c cc cfg cmd cpp cs cxx diff dockerfile go gradle groovy h hh hpp hxx java kt kts log
	lua org patch php pl properties proto ps1 py rb rs rst scala sh swift toml tsx vue yaml yml zsh`;

// What mime-db leaves open, does not know, or knows by a type that clients do not expect.
const DECISIONS = {
	'3gpp': 'video/3gpp',
	Z: 'application/octet-stream', // the program "compress"; upper case matters, as .z is something else
	asc: 'application/pgp-signature',
	cjs: 'text/javascript',
	flac: 'audio/flac',
	ico: 'image/x-icon', // what the WHATWG calls it
	jsonl: 'application/jsonl',
	mp4: 'video/mp4',
	mpg4: 'video/mp4',
	mpp: 'application/vnd.ms-project',
	mts: 'video/mp2t',
	ndjson: 'application/x-ndjson',
	rtf: 'application/rtf',
	tbz2: 'application/x-bzip2',
	tgz: 'application/gzip',
	ts: 'video/mp2t', // parts of streams, which players reject under another type; not TypeScript
	txz: 'application/x-xz',
	wav: 'audio/wav',
	xml: 'text/xml',
	xsl: 'text/xml',
	zst: 'application/zstd',
};

for (const extension of PLAIN_TEXT.split(/\s+/)) {
	DECISIONS[extension] = 'text/plain';
}

const source = process.argv[2];
const database = JSON.parse(readFileSync(join(source, 'db.json'), 'utf8'));
const version = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).version;
const license = readFileSync(join(source, 'LICENSE'), 'utf8').trim();

// Registered types come first, then those without a vendor, then sounds, films and pictures.
function rank(type) {
	const [top, sub] = type.split('/');
	return (database[type].source === 'iana' ? 0 : 4) + (/^(x-|vnd\.)/.test(sub) ? 2 : 0) + (top === 'application' ? 1 : 0);
}

const typeOf = new Map(Object.entries(DECISIONS));
for (const type of Object.keys(database).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
	for (const extension of database[type].extensions ?? []) {
		if (!typeOf.has(extension)) {
			typeOf.set(extension, type);
		}
	}
}

// Whatever has no other type: mostly archives and programs, which are compressed already.
database['application/octet-stream'].compressible = false;

const lines = new Map();
for (const extension of [...typeOf.keys()].sort()) {
	const type = typeOf.get(extension);
	lines.set(type, `${lines.get(type) ?? type} ${extension}`);
}

const text = `Media types and the extensions of their files, and whether the content gets smaller when it is compressed: a plus sign says so.

From mime-db ${version}, https://github.com/jshttp/mime-db, with decisions of our own; made by media-types/update.mjs.

${license}`;

const header = text.split('\n').map((line) => `# ${line}`.trimEnd());
const body = [...lines.keys()].sort().map((type) => (database[type]?.compressible ? '+' : '') + lines.get(type));
const target = new URL('../resources/io/jhttp/server/file/media-types.txt', import.meta.url);
writeFileSync(fileURLToPath(target), [...header, ...body, ''].join('\n'));
