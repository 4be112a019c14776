package rows

// compressors are writers that compress. What decompresses needs no end: it closes
// nothing, and what runs behind it ends with what it reads.
func compressors() []Resource {
	const klauspost = "github.com/klauspost/compress/"
	return group(
		in(klauspost+"gzip", buffers(closes, "NewWriter", "NewWriterLevel")),
		in(klauspost+"zlib", buffers(closes, "NewWriter", "NewWriterLevel", "NewWriterLevelDict")),
		in(klauspost+"flate", buffers(closes, "NewWriter", "NewWriterDict")),
		in(klauspost+"zip", buffers(closes, "NewWriter"), openers(closes, "OpenReader")),
		in(klauspost+"zstd", buffers(closes, "NewWriter")),
		in(klauspost+"s2", buffers(closes, "NewWriter")),
	)
}
