module github.com/containerd/fifo

go 1.26.0
