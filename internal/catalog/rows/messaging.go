package rows

// messaging are the clients of message brokers.
func messaging() []Resource {
	return group(
		in("github.com/segmentio/kafka-go",
			openers(closes, "NewReader", "NewWriter", "NewConsumerGroup",
				"Dial", "DialContext", "DialLeader", "DialPartition",
				"(*Dialer).Dial", "(*Dialer).DialContext", "(*Dialer).DialLeader", "(*Dialer).DialPartition",
				"(*Conn).ReadBatch", "(*Conn).ReadBatchWith")),
		in("github.com/IBM/sarama", sarama()),
		in("github.com/Shopify/sarama", sarama()), // its name until 2023
		in("github.com/nats-io/nats.go",
			clients(openers([]string{"Close", "Drain"}, "Connect", "(Options).Connect")),
			// Those with a callback or a channel live as long as the connection.
			endedBy([]string{"Close", "Drain"}, openers([]string{"Unsubscribe", "Drain", "AutoUnsubscribe"},
				"(*Conn).SubscribeSync", "(*Conn).QueueSubscribeSync"))),
		in("github.com/nsqio/go-nsq",
			clients(openers(stops, "NewProducer", "NewConsumer"))),
		in("github.com/rabbitmq/amqp091-go",
			clients(openers([]string{"Close", "CloseDeadline"}, "Dial", "DialConfig", "DialTLS", "DialTLS_ExternalAuth")),
			endedBy([]string{"Close", "CloseDeadline"}, openers(closes, "(*Connection).Channel"))),
	)
}

// sarama loses messages of producers that are not closed, and says of everything
// that it must be closed before it goes out of scope. A second close panics.
func sarama() []Resource {
	async := []string{"Close", "AsyncClose"}
	return once(group(
		clients(openers(closes, "NewClient", "NewClusterAdmin")),
		openers(closes, "NewClusterAdminFromClient",
			"NewSyncProducer", "NewSyncProducerFromClient",
			"NewConsumer", "NewConsumerFromClient", "NewConsumerGroup", "NewConsumerGroupFromClient",
			"NewOffsetManagerFromClient"),
		openers(async, "NewAsyncProducer", "NewAsyncProducerFromClient",
			"(Consumer).ConsumePartition", "(OffsetManager).ManagePartition"),
	))
}
