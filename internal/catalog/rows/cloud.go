package rows

// cloud are object stores.
func cloud() []Resource {
	const aws1 = "github.com/aws/aws-sdk-go/service/s3"
	return group(
		in("cloud.google.com/go/storage",
			clients(openers(closes, "NewClient", "NewGRPCClient")),
			openers(closes, "(*ObjectHandle).NewReader", "(*ObjectHandle).NewRangeReader"),
			// Close commits what was written, also after an error: it is owed only
			// where there was none.
			buffers([]string{"Close", "CloseWithError"}, "(*ObjectHandle).NewWriter")),
		in("github.com/aws/aws-sdk-go-v2/service/s3",
			bodies("(*Client).GetObject", "(*Client).GetObjectTorrent")),
		in(aws1,
			bodies("(*S3).GetObject", "(*S3).GetObjectWithContext", "(*S3).GetObjectTorrent", "(*S3).GetObjectTorrentWithContext")),
		in(aws1+"/s3iface",
			bodies("(S3API).GetObject", "(S3API).GetObjectWithContext")),
		// blazer's readers and writers have goroutines behind them.
		in("github.com/Backblaze/blazer/b2",
			openers(closes, "(*Object).NewReader", "(*Object).NewRangeReader"),
			buffers(closes, "(*Object).NewWriter")),
		in("github.com/Azure/azure-sdk-for-go/sdk/storage/azblob",
			bodies("(*Client).DownloadStream")),
		in("github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blob",
			bodies("(*Client).DownloadStream")),
		in("github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blockblob",
			bodies("(*Client).DownloadStream")),
		in("github.com/minio/minio-go/v7",
			openers(closes, "(*Client).GetObject", "(Core).GetObject", "(*Client).SelectObjectContent")),
	)
}
