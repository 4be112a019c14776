package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// An entry is a file of an archive.
type entry struct {
	name    string
	content []byte
	mode    fs.FileMode
}

// shells are those that there is a completion script for, and the name of its file.
var shells = map[string]string{"bash": "tether.bash", "zsh": "_tether", "fish": "tether.fish"}

// writeCompletions has the program that runs here write its scripts.
func (r *release) writeCompletions() error {
	for shell, file := range shells {
		script, err := output(r.root, nil, r.hostTool, "completion", shell)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(r.work, file), []byte(script), 0o666); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(r.work, "THIRD-PARTY-LICENSES.txt"), r.licences, 0o666)
}

// archiveOf is the name of a platform's archive: zip on Windows, where tar is not what
// people click on.
func (r *release) archiveOf(p platform) string {
	if p.os == "windows" {
		return r.bundle(p) + ".zip"
	}
	return r.bundle(p) + ".tar.gz"
}

func (r *release) bundle(p platform) string { return "tether_" + r.number() + "_" + p.String() }

func (r *release) writeArchives() error {
	for _, p := range platforms() {
		entries, err := r.entries(p)
		if err != nil {
			return err
		}
		write := writeTar
		if p.os == "windows" {
			write = writeZip
		}
		if err := write(r.file(r.archiveOf(p)), entries, r.time); err != nil {
			return err
		}
	}
	return nil
}

// entries are what is in an archive, in this order.
func (r *release) entries(p platform) (list []entry, err error) {
	for _, f := range []struct {
		from string
		mode fs.FileMode
	}{
		{r.binary(p), 0o755},
		{filepath.Join(r.root, "LICENSE"), 0o644},
		{filepath.Join(r.work, "THIRD-PARTY-LICENSES.txt"), 0o644},
		{filepath.Join(r.root, "README.md"), 0o644},
		{filepath.Join(r.root, "CHANGELOG.md"), 0o644},
		{filepath.Join(r.work, shells["bash"]), 0o644},
		{filepath.Join(r.work, shells["zsh"]), 0o644},
		{filepath.Join(r.work, shells["fish"]), 0o644},
	} {
		content, err := os.ReadFile(f.from)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(f.from)
		for _, script := range shells {
			if name == script {
				name = path.Join("completions", name)
			}
		}
		list = append(list, entry{name, content, f.mode})
	}
	return list, nil
}

func writeTar(name string, entries []entry, at time.Time) error {
	var b bytes.Buffer
	zw, err := gzip.NewWriterLevel(&b, gzip.BestCompression) // no name and no time in its header
	if err != nil {
		return err
	}
	tw := tar.NewWriter(zw)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Size: int64(len(e.content)), Mode: int64(e.mode), ModTime: at, Format: tar.FormatUSTAR}
		if err := tw.WriteHeader(header); err != nil {
			return err
		}
		if _, err := tw.Write(e.content); err != nil {
			return err
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o666)
}

func writeZip(name string, entries []entry, at time.Time) error {
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: at}
		header.SetMode(e.mode)
		w, err := zw.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, bytes.NewReader(e.content)); err != nil {
			return err
		}
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o666)
}
