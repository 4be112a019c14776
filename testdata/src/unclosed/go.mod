module example.com/unclosed

go 1.26.0

require (
	cloud.google.com/go/storage v0.0.0
	github.com/Azure/azure-sdk-for-go/sdk/storage/azblob v0.0.0
	github.com/Backblaze/blazer v0.0.0
	github.com/IBM/sarama v0.0.0
	github.com/aws/aws-sdk-go-v2/service/s3 v0.0.0
	github.com/cockroachdb/pebble v0.0.0
	github.com/coder/websocket v0.0.0
	github.com/containerd/fifo v0.0.0
	github.com/dgraph-io/badger/v4 v4.0.0
	github.com/fsnotify/fsnotify v0.0.0
	github.com/gomodule/redigo v0.0.0
	github.com/gorilla/websocket v0.0.0
	github.com/jackc/pgx/v5 v5.0.0
	github.com/jmoiron/sqlx v0.0.0
	github.com/klauspost/compress v0.0.0
	github.com/minio/minio-go/v7 v7.0.0
	github.com/nats-io/nats.go v0.0.0
	github.com/nsqio/go-nsq v0.0.0
	github.com/pkg/sftp v0.0.0
	github.com/rabbitmq/amqp091-go v0.0.0
	github.com/redis/go-redis/v9 v9.0.0
	github.com/segmentio/kafka-go v0.0.0
	github.com/stretchr/testify v0.0.0
	github.com/syndtr/goleveldb v0.0.0
	github.com/vishvananda/netns v0.0.0
	go.etcd.io/bbolt v0.0.0
	go.etcd.io/etcd/client/v3 v3.0.0
	go.mongodb.org/mongo-driver/v2 v2.0.0
	go.opentelemetry.io/otel/trace v0.0.0
	golang.org/x/crypto v0.0.0
	google.golang.org/grpc v0.0.0
	gopkg.in/yaml.v3 v3.0.0
)

replace (
	cloud.google.com/go/storage => ./stub/storage
	github.com/Azure/azure-sdk-for-go/sdk/storage/azblob => ./stub/azblob
	github.com/Backblaze/blazer => ./stub/blazer
	github.com/IBM/sarama => ./stub/sarama
	github.com/aws/aws-sdk-go-v2/service/s3 => ./stub/s3
	github.com/cockroachdb/pebble => ./stub/pebble
	github.com/coder/websocket => ./stub/coder
	github.com/containerd/fifo => ./stub/fifo
	github.com/dgraph-io/badger/v4 => ./stub/badger
	github.com/fsnotify/fsnotify => ./stub/fsnotify
	github.com/gomodule/redigo => ./stub/redigo
	github.com/gorilla/websocket => ./stub/gorilla
	github.com/jackc/pgx/v5 => ./stub/pgx
	github.com/jmoiron/sqlx => ./stub/sqlx
	github.com/klauspost/compress => ./stub/klauspost
	github.com/minio/minio-go/v7 => ./stub/minio
	github.com/nats-io/nats.go => ./stub/nats
	github.com/nsqio/go-nsq => ./stub/nsq
	github.com/pkg/sftp => ./stub/sftp
	github.com/rabbitmq/amqp091-go => ./stub/amqp
	github.com/redis/go-redis/v9 => ./stub/redis
	github.com/segmentio/kafka-go => ./stub/kafka
	github.com/stretchr/testify => ./stub/testify
	github.com/syndtr/goleveldb => ./stub/goleveldb
	github.com/vishvananda/netns => ./stub/netns
	go.etcd.io/bbolt => ./stub/bbolt
	go.etcd.io/etcd/client/v3 => ./stub/etcd
	go.mongodb.org/mongo-driver/v2 => ./stub/mongo
	go.opentelemetry.io/otel/trace => ./stub/otel
	golang.org/x/crypto => ./stub/ssh
	google.golang.org/grpc => ./stub/grpc
	gopkg.in/yaml.v3 => ./stub/yaml
)
