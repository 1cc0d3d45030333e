"""Boards, topics, replies. (Skeleton: the slice in charge writes them.)"""
