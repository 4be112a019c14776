package rows

// containers are what runs, packs and stores containers.
func containers() []Resource {
	return group(
		in("github.com/containerd/ttrpc",
			openers(closes, "NewClient")), // it owns the connection
		in("github.com/vishvananda/netns",
			openers(closes, "Get", "GetFromPath", "GetFromPid", "GetFromThread", "GetFromName", "GetFromDocker", "New", "NewNamed")),
		in("github.com/docker/cli/cli/connhelper/commandconn",
			openers(closes, "New")),
		in("github.com/moby/moby/client",
			// Answers that are read as a stream. The client itself only keeps idle connections.
			openers(closes, "(*Client).ImagePull", "(*Client).ImagePush", "(*Client).ImageSave", "(*Client).ImageLoad",
				"(*Client).ImageImport", "(*Client).ContainerExport", "(*Client).ContainerLogs"),
			openers(closes, "(ImageAPIClient).ImagePull", "(ImageAPIClient).ImagePush", "(ImageAPIClient).ImageSave",
				"(ImageAPIClient).ImageLoad", "(ImageAPIClient).ImageImport",
				"(ContainerAPIClient).ContainerExport", "(ContainerAPIClient).ContainerLogs")),
	)
}
