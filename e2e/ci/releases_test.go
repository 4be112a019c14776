package ci

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
)

// How runners name systems and architectures.
var (
	runnerOS   = map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}
	runnerArch = map[string]string{"amd64": "X64", "arm64": "ARM64"}
)

// serveReleases is GitHub as far as the action asks it: each version holds the tether of
// this checkout, whatever the platform. The newest is v9.8.7. Of v6.6.6 the archives
// have been tampered with, v5.5.5 does not say what they should be, and there is no v4.4.4.
func serveReleases(w http.ResponseWriter, r *http.Request) {
	m := regexp.MustCompile(`^/download/(v[\d.]+)/([\w.-]+)$`).FindStringSubmatch(r.URL.Path)
	switch {
	case r.URL.Path == "/latest":
		http.Redirect(w, r, "/tag/v9.8.7", http.StatusFound)
	case r.URL.Path == "/tag/v9.8.7":
		fmt.Fprintln(w, "the page of the release")
	case m == nil || m[1] == "v4.4.4":
		http.NotFound(w, r)
	case m[2] != "checksums.txt":
		content := released()[kindOf(m[2])]
		if m[1] == "v6.6.6" {
			content = append(bytes.Clone(content), "tampered"...)
		}
		_, _ = w.Write(content)
	case m[1] != "v5.5.5":
		for _, system := range []string{"linux", "darwin", "windows"} {
			for _, arch := range []string{"amd64", "arm64"} {
				name := "tether_" + strings.TrimPrefix(m[1], "v") + "_" + system + "_" + arch + ".tar.gz"
				if system == "windows" {
					name = strings.TrimSuffix(name, ".tar.gz") + ".zip"
				}
				fmt.Fprintf(w, "%x  %s\n", sha256.Sum256(released()[kindOf(name)]), name)
			}
		}
	}
}

func kindOf(archive string) string { return path.Ext(archive) }

// released are the archives by kind.
var released = sync.OnceValue(func() map[string][]byte {
	program, err := os.ReadFile(tether)
	if err != nil {
		panic(err)
	}
	var tarball, zipped bytes.Buffer
	gw := gzip.NewWriter(&tarball)
	tw := tar.NewWriter(gw)
	zw := zip.NewWriter(&zipped)
	header := &zip.FileHeader{Name: "tether.exe", Method: zip.Deflate}
	header.SetMode(0o755)
	entry, err := zw.CreateHeader(header)
	if err == nil {
		_, err = entry.Write(program)
	}
	if err == nil {
		err = tw.WriteHeader(&tar.Header{Name: "tether", Mode: 0o755, Size: int64(len(program))})
	}
	if err == nil {
		_, err = tw.Write(program)
	}
	for _, close := range []func() error{tw.Close, gw.Close, zw.Close} {
		if err == nil {
			err = close()
		}
	}
	if err != nil {
		panic(err)
	}
	return map[string][]byte{".gz": tarball.Bytes(), ".zip": zipped.Bytes()}
})
